// What was asked and not answered: why, and what helps.

export class Refused extends Error {
  constructor(answer) {
    super(answer.error || "the program gave no answer");
    this.hint = answer.hint || "";
    this.status = answer.status;
  }
}

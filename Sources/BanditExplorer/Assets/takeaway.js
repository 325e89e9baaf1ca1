// A study as a file for the command line, which plays the same numbers from it.

import { ask } from "./api.js";
import { save } from "./figure.js";

export async function takeAway(question) {
  const answer = await ask("study", question);
  const name = answer.command.split(" ").pop();
  save(`# ${answer.command}\n${answer.yaml}`, name, "application/yaml");
}

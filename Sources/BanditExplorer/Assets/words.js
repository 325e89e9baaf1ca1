// Words beside numbers whose size says nothing by itself.

// ν, how alike the arms of a cluster are: their standard deviation is about 1/(2√(ν + 1)).
export const alike = (cohesion) =>
  `${cohesion < 8 ? "hardly" : cohesion < 50 ? "rather" : "very"} alike (ν = ${cohesion})`;

/** Why a data folder cannot be used, and what to do about it. */
export class DataProblem extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = "DataProblem";
    this.remedy = remedy;
  }
}

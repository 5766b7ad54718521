/**
 * The exit codes of every command.
 *
 * | code | name            | meaning                                                                          |
 * |------|-----------------|----------------------------------------------------------------------------------|
 * | 0    | `yes`           | yes, or it worked                                                                |
 * | 1    | `no`            | no: a trace whose connection does not work, a search for faults that found some, |
 * |      |                 | a network that is not as its tests expect it                                     |
 * | 2    | `wrongInput`    | wrong usage or input: an unknown option, a Name that fits two things             |
 * | 3    | `endpointSilent`| the endpoint does not answer, or what answers there is not Underlay              |
 */
export const exitCodes = { yes: 0, no: 1, wrongInput: 2, endpointSilent: 3 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The same table as the end of `underlay --help` prints it. */
export const exitCodeHelp = `Exit codes:
  0  yes, or it worked
  1  no (a connection that does not work, a test that does not hold, trouble that was found)
  2  wrong usage or input
  3  the endpoint does not answer`;

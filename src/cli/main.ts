/** The entry of the `underlay` command. */
import { run } from "./program.ts";
import { systemTerminal } from "./terminal.ts";

run(process.argv.slice(2), { terminal: systemTerminal(), env: process.env }).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error("underlay: a fault of its own; please report it with the command that you typed.");
    console.error(error);
    process.exitCode = 70; // EX_SOFTWARE of sysexits.h: none of the answers that commands give
  },
);

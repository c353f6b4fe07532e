// Real boards: what comes over Web Serial, or from a recorded log, goes to the clock twin of the program.

export function boards({ say }) {
  return { replay: (name) => say(`${name}: this page cannot replay logs yet`, true) };
}

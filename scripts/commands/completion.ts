/** `pipy-probes completion`: words for the shell, and what makes it ask for them. */
import { InputError } from '../error.ts'
import { complete } from './completion/complete.ts'
import { SHELLS } from './completion/shells.ts'
import type { Command } from './command.ts'

/** `commands` are all that there are, by when it is run. */
export const completionOf = (commands: () => readonly Command[]): Command => ({
  name: 'completion',
  summary: 'complete words in bash, zsh or fish',
  help: `Usage: pipy-probes completion bash|zsh|fish
       pipy-probes completion words -- WORD ...

Prints what the shell is to read when it starts:

  bash   source <(pipy-probes completion bash)     in ~/.bashrc
  zsh    source <(pipy-probes completion zsh)      in ~/.zshrc, behind compinit
  fish   pipy-probes completion fish | source      in ~/.config/fish/config.fish

kubectl (1.26 or later) completes kubectl pipy-probes by itself, where its own
completion is set up: the package has kubectl_complete-pipy_probes for it.

words prints what may stand in place of the last word, a line each, and in the last
line :0, or :4 where no file may stand there, or :6 where the word goes on, too.
`,
  options: {},
  positionals: true,
  async run(_options, [what = '', ...words]) {
    if (what === 'words') {
      const { found, directive } = await complete(commands(), words)
      console.log([...found, `:${directive}`].join('\n'))
      return 0
    }
    const script = Object.hasOwn(SHELLS, what) ? SHELLS[what] : undefined
    if (script === undefined || words.length > 0)
      throw new InputError(
        `"${[what, ...words].join(' ')}" is no shell: ${Object.keys(SHELLS).join(', ')}`,
      )
    console.log(script.trimEnd())
    return 0
  },
})

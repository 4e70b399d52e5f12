import { spawn } from 'node:child_process'

/** The type check and the linter, beside each other; fails if one of them does. */
const commands = ['tsc -p tsconfig.json --noEmit', 'eslint --concurrency auto .']
const codes = await Promise.all(commands.map((command) => new Promise((done) => { spawn(command, { stdio: 'inherit', shell: true }).on('exit', done) })))
process.exitCode = codes.every((code) => code === 0) ? 0 : 1

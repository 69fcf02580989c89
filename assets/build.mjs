// Builds the style sheet and copies GOV.UK Frontend's script beside it, without its fonts, crown or crest.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const govuk = join(here, 'node_modules', 'govuk-frontend')
const out = join(here, '..', 'goldthread', 'web', 'static', 'goldthread')

const { css } = compile(join(here, 'scss', 'goldthread.scss'), {
  loadPaths: [join(here, 'node_modules')],
  charset: false,
  quietDeps: true,
  style: 'compressed'
})
const { version } = JSON.parse(readFileSync(join(govuk, 'package.json'), 'utf8'))
const forbidden = css.match(/@font-face|GDS Transport|url\(|crown|crest/)
if (forbidden) throw new Error(`The style sheet would fetch or show what is not ours: ${forbidden[0]}`)

// Said at the very beginning, since a byte order mark in the middle would spoil the first rule.
const charset = '@charset "UTF-8";\n'
const notice = `/* Made by assets/build.mjs from GOV.UK Frontend ${version} (MIT licence, LICENSE-govuk-frontend.txt). */\n`
writeFileSync(join(out, 'goldthread.css'), charset + notice + css + '\n')
// The browser would look for the source map that is left behind.
const script = readFileSync(join(govuk, 'dist', 'govuk', 'govuk-frontend.min.js'), 'utf8')
writeFileSync(join(out, 'govuk-frontend.min.js'), notice + script.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n'))
console.log(`goldthread.css ${Math.round(css.length / 1024)} kB, from GOV.UK Frontend ${version}`)

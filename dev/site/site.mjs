// SPDX-License-Identifier: Apache-2.0
// Makes a site of Markdown pages: node site.mjs CHECKOUT FOLDER, the files on standard input, a line each, as seen from
// the checkout. A page is an HTML file at the same place, README.md is index.html; everything else is copied. A link that
// leads nowhere fails, whether by its page or by its heading.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import GithubSlugger from 'github-slugger'
import MarkdownIt from 'markdown-it'

const [checkout, folder] = process.argv.slice(2)
const files = readFileSync(0, 'utf8').split('\n').filter(Boolean)
const known = new Set(files)
const isPage = (file) => file.endsWith('.md')

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** Where the page of a file, or of a folder of files, stands. */
const placeOf = (file) =>
  file === 'README.md' ? 'index.html' : isPage(file) ? file.replace(/\.md$/, '.html') : file

const folders = new Set(files.map((file) => posix.dirname(file)).filter((name) => name !== '.'))

/** Parses a page: its tokens, its title and the ids of its headings, which are those that GitHub gives. */
function parse(markdown, text) {
  const tokens = markdown.parse(text, {})
  const slugs = new GithubSlugger()
  const ids = new Set()
  let title = ''
  tokens.forEach((token, i) => {
    if (token.type === 'heading_open') {
      const words = tokens[i + 1].children.map((child) => child.content).join('')
      const id = slugs.slug(words)
      token.attrSet('id', id)
      ids.add(id)
      title ||= words
    }
  })
  return { tokens, title, ids }
}

const markdown = new MarkdownIt({ linkify: false, html: false })
markdown.renderer.rules.table_open = () => '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>\n'
markdown.renderer.rules.table_close = () => '</table></div>\n'

const pages = new Map(
  files.filter(isPage).map((file) => [file, parse(markdown, readFileSync(join(checkout, file), 'utf8'))]),
)

/** The address of one place from another. */
const relative = (from, to) => posix.relative(posix.dirname(from), to)

/** The address of what a link of a page leads to, from that page. */
function follow(from, href) {
  if (/^[a-z]+:/i.test(href)) return href
  const [path, heading] = href.split('#')
  const target = path === '' ? from : posix.normalize(posix.join(posix.dirname(from), path)).replace(/\/$/, '')
  const isFolder = folders.has(target)
  if (!known.has(target) && !isFolder) fail(`${from}: ${href} leads to no file that is there.`)
  if (heading && isPage(target) && !pages.get(target).ids.has(heading)) {
    fail(`${from}: ${href} leads to no heading of ${target}.`)
  }
  const to = isFolder ? posix.join(target, 'index.html') : placeOf(target)
  return relative(placeOf(from), to) + (heading ? '#' + heading : '')
}

function rewriteLinks(from, tokens) {
  for (const token of tokens) {
    if (token.type === 'link_open') token.attrSet('href', follow(from, token.attrGet('href')))
    if (token.type === 'image') {
      token.attrSet('src', follow(from, token.attrGet('src')))
      token.attrSet('loading', 'lazy')
    }
    if (token.children) rewriteLinks(from, token.children)
  }
}

const escape = markdown.utils.escapeHtml

/** All pages, those of a folder together, the one at this place marked. */
function navigation(place) {
  const isHere = (file) => placeOf(file) === place
  const link = (file) =>
    `<li><a href="${relative(place, placeOf(file))}"` +
    `${isHere(file) ? ' aria-current="page"' : ''}>${escape(pages.get(file).title)}</a></li>`
  const all = [...pages.keys()]
  const group = (name, of, open) =>
    of.length === 0 ? '' : `<details${open ? ' open' : ''}><summary>${name}</summary><ul>${of.map(link).join('')}</ul></details>`
  const isDecision = (file) => file.startsWith('docs/decisions/')
  const isGuide = (file) => posix.dirname(file) === 'docs'
  const rest = all.filter((file) => file !== 'README.md' && !isDecision(file) && !isGuide(file))
  return (
    `<ul>${all.includes('README.md') ? link('README.md') : ''}</ul>` +
    group('Guides', all.filter(isGuide), true) +
    group('The project', rest, rest.some(isHere)) +
    group('Decisions', all.filter(isDecision), isDecision(place))
  )
}

function write(place, title, body) {
  const file = join(folder, place)
  mkdirSync(dirname(file), { recursive: true })
  const up = '../'.repeat(place.split('/').length - 1)
  writeFileSync(
    file,
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; style-src 'self'">
<title>${escape(title)}${title === 'Homeroom' ? '' : ' · Homeroom'}</title>
<link rel="stylesheet" href="${up}site.css">
<body>
<a class="skip" href="#content">To the text</a>
<nav aria-label="Pages">${navigation(place)}</nav>
<main id="content">
${body}</main>
</body>
</html>
`,
  )
}

for (const [file, page] of pages) {
  rewriteLinks(file, page.tokens)
  const body = markdown.renderer.render(page.tokens, markdown.options, {})
  write(placeOf(file), page.title || file, body)
}
for (const name of folders) {
  const inside = files.filter((file) => posix.dirname(file) === name)
  const items = inside.map((file) => {
    const label = pages.get(file)?.title ?? basename(file)
    return `<li><a href="${basename(placeOf(file))}">${escape(label)}</a></li>`
  })
  write(posix.join(name, 'index.html'), name, `<h1>${escape(name)}</h1>\n<ul>${items.join('\n')}</ul>\n`)
}
for (const file of files.filter((one) => !isPage(one))) {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  cpSync(join(checkout, file), join(folder, file))
}
cpSync(join(import.meta.dirname, 'site.css'), join(folder, 'site.css'))
console.log(`${pages.size} pages in ${folder}; begin with index.html.`)

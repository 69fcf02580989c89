// The coder's keys: each element says its own key in `aria-keyshortcuts`. The page works without this.
// They can be turned off (WCAG 2.1.4), never act while somebody types, and leave the browser's own keys alone.
const STORAGE_KEY = 'goldthread-coding-keys'
const form = document.querySelector('[data-coding]')
const find = document.querySelector('[data-coding-find]')
const themes = document.querySelector('[data-coding-themes]')
const choice = document.querySelector('#coding-keys')
const keyed = [...document.querySelectorAll('[aria-keyshortcuts]')].map(element => [element.getAttribute('aria-keyshortcuts'), element])

function isOn () {
  try { return localStorage.getItem(STORAGE_KEY) !== 'off' } catch { return true }
}

function show (on) {
  for (const [key, element] of keyed) {
    if (on) element.setAttribute('aria-keyshortcuts', key)
    else element.removeAttribute('aria-keyshortcuts')
  }
  for (const cap of document.querySelectorAll('kbd.gt-key[aria-hidden]')) cap.hidden = !on
}

function isTyping (element) {
  return element.matches('textarea, select, [contenteditable]') ||
    (element.matches('input') && !element.matches('[type="checkbox"], [type="radio"], [type="submit"]'))
}

// What Enter does of itself on these must stay so.
function actsOnEnter (element) {
  return element.matches('a, button, summary') || (element.form && element.form !== form)
}

function act (element) {
  if (element.matches('details')) {
    element.open = true
    element.querySelector('input[type="radio"]:checked').focus()
  } else if (element.matches('input[type="text"]')) {
    element.focus()
    element.select()
  } else element.click()
}

document.addEventListener('keydown', event => {
  if (!isOn() || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return
  if (isTyping(event.target) || (event.key === 'Enter' && actsOnEnter(event.target))) return
  const [, element] = keyed.find(([key]) => key === event.key) || []
  if (!element) return
  event.preventDefault()
  act(element)
})

// While somebody types, only the themes that speak of the words stay; Enter ticks the first of them.
const boxes = [...themes.querySelectorAll('[data-words]')].map(item => [item.dataset.words.toLowerCase(), item])

function narrow () {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length) themes.open = true
  for (const [about, item] of boxes) {
    item.hidden = !item.querySelector('input').checked && !words.every(word => about.includes(word))
  }
  for (const group of themes.querySelectorAll('fieldset')) {
    group.parentElement.hidden = !group.querySelector('[data-words]:not([hidden])')
  }
}

find.addEventListener('input', narrow)
find.addEventListener('keydown', event => {
  if (event.key !== 'Enter' && event.key !== 'Escape') return
  const words = find.value.trim()
  const first = boxes.find(([, item]) => !item.hidden && !item.querySelector('input').checked)
  if (event.key === 'Enter' && (!words || !first)) return
  event.preventDefault()
  find.value = ''
  if (event.key === 'Enter') first[1].querySelector('input').click()
  narrow()
  find.blur()
})

choice.checked = isOn()
choice.closest('[data-coding-keys]').hidden = false
choice.addEventListener('change', () => {
  try { localStorage.setItem(STORAGE_KEY, choice.checked ? 'on' : 'off') } catch { /* storage is off */ }
  show(isOn())
})
show(isOn())

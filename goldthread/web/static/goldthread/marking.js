// Words of a text that somebody marks with the pointer or the keyboard become an issue of their own, or are hidden.
// Without this the same is done by a line of dashes, and by typing the words into a form.

// The words last marked in a text box: pressing a button takes the focus, and in some browsers the marking, from it.
function issuesFromSelection () {
  const issues = document.querySelector('[data-issues]')
  const button = document.querySelector('[data-issue-from-selection]')
  if (!issues || !button) return
  const count = button.form.elements.points
  let box = null
  const marked = () => box ? box.value.slice(box.selectionStart, box.selectionEnd).trim() : ''
  button.hidden = false
  issues.addEventListener('select', event => { box = event.target })
  button.addEventListener('click', () => {
    const words = marked()
    if (!words || Number(count.value) >= Number(issues.dataset.most)) {
      (box || issues.querySelector('textarea')).focus()
      return
    }
    const { selectionStart: start, selectionEnd: end, value } = box
    const rest = [value.slice(0, start).trimEnd(), value.slice(end).trimStart()].filter(Boolean).join('\n\n')
    // The first issue of a letter stays where it is: what is left of the letter goes on below it.
    const added = newIssue(issues, Number(count.value) + 1)
    count.value = Number(count.value) + 1
    box.value = rest || words
    added.value = rest ? words : ''
    for (const changed of [box, added]) changed.dispatchEvent(new Event('input', { bubbles: true }))
    added.focus()
  })
}

function newIssue (issues, number) {
  const first = issues.querySelector('.govuk-form-group')
  const group = first.cloneNode(true)
  const area = group.querySelector('textarea')
  const label = group.querySelector('label')
  group.classList.remove('govuk-form-group--error')
  group.querySelector('.govuk-error-message')?.remove()
  area.classList.remove('govuk-textarea--error')
  area.removeAttribute('aria-describedby')
  area.id = `id_point_${number}`
  area.name = `point_${number}`
  area.rows = 4
  area.value = ''
  label.htmlFor = area.id
  label.textContent = `Another issue (${number}) (optional)`
  issues.append(group)
  return area
}

issuesFromSelection()

// One button beside the words: what is marked in the text is redacted everywhere in its case.
function redactFromSelection () {
  for (const text of document.querySelectorAll('[data-redact-from]')) {
    const form = document.getElementById(text.dataset.redactFrom)
    const shown = form.querySelector('output')
    document.addEventListener('selectionchange', () => {
      const marked = document.getSelection()
      const words = marked.toString().trim()
      const isHere = words && text.contains(marked.anchorNode) && text.contains(marked.focusNode)
      // Pressing the button may take the marking away: what was marked stays until other words are.
      if (!isHere) return
      form.elements.words.value = words
      shown.textContent = `“${words}”`
      form.hidden = false
    })
  }
}

redactFromSelection()

// Keeps what is typed into a form as a draft on the server, a moment after the last key; the page is filled from it
// when the form is opened again. Without this a draft is kept whenever the form is sent and not saved.
// Where the connection goes, the open page keeps what was typed, says so, and sends it when the server answers again:
// a form that was to be saved meanwhile is saved then, once. Nothing is written to the device.
const WAIT = 1000
const AGAIN = 3000
const LOST = 'No connection. What you typed is kept in this page and is sent when the server answers. Keep the page open.'
const TOKENS = ['csrfmiddlewaretoken', 'form_token']
const SECRET = 'input[type="password"], input[type="file"], [autocomplete="one-time-code"]'
const writers = []

function addressOf (form) {
  const { pathname, search } = new URL(form.getAttribute('action') || location.href, location.href)
  return pathname + search
}

function answersOf (form) {
  const secret = [...form.querySelectorAll(SECRET)].map(control => control.name)
  const answers = [...new FormData(form)].filter(([name, value]) =>
    typeof value === 'string' && !TOKENS.includes(name) && !secret.includes(name)
  )
  return JSON.stringify(answers)
}

class Writer {
  constructor (form) {
    this.form = form
    this.saved = answersOf(form)
    this.timer = null
    this.isSending = Promise.resolve()
    this.isLost = false
    this.wanted = null
    form.addEventListener('input', () => this.later())
    form.addEventListener('change', () => this.later())
  }

  later () {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), WAIT)
  }

  stop () {
    clearTimeout(this.timer)
    this.timer = null
  }

  get waits () { return this.timer !== null }

  save () {
    this.stop()
    const answers = answersOf(this.form)
    if (answers === this.saved) return this.isSending
    this.saved = answers
    const value = name => this.form.querySelector(`input[name="${name}"]`).value
    const body = new URLSearchParams({
      csrfmiddlewaretoken: value('csrfmiddlewaretoken'), token: value('form_token'), address: addressOf(this.form), answers
    })
    // The browser finishes a short request although the page is left meanwhile.
    const keepalive = body.toString().length < 60000
    this.isSending = fetch('/drafts/', { method: 'POST', body, keepalive, redirect: 'manual' })
      .then(response => this.answered(response), () => this.lost())
    return this.isSending
  }

  async answered (response) {
    // Of the proxy alone: the server itself did not answer.
    if ([502, 503, 504].includes(response.status)) return this.lost()
    this.isLost = false
    try {
      if (!response.ok) throw new Error(response.status)
      const { at } = await response.json()
      this.say(at && `Draft saved at ${at}`)
    } catch {
      this.saved = ''
      this.say('Draft not saved. Keep this page open; if you were signed out, sign in again in another tab.')
    }
    // What was to be saved while there was no connection; the token of the form's page has it saved once.
    if (this.wanted) {
      const { submitter } = this.wanted
      this.wanted = null
      this.passes = true
      this.form.requestSubmit(submitter)
    }
  }

  lost () {
    this.saved = ''
    this.isLost = true
    this.say(LOST, true)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), AGAIN)
  }

  // Returns whether a form that is sent now waits until the server answers. One that says `data-sure` always asks first:
  // a page that is left for an error of the browser's would lose what it holds.
  holds (submitter) {
    if (this.passes) {
      this.passes = false
      return false
    }
    if (navigator.onLine && !this.isLost && this.form.dataset.sure !== 'on') return false
    this.wanted = { submitter }
    this.saved = ''
    this.save()
    return true
  }

  say (text, isLost = false) {
    if (!this.line) {
      this.line = document.createElement('p')
      this.line.dataset.draftState = ''
      this.form.append(this.line)
    }
    this.line.className = isLost ? 'govuk-error-message gt-lost' : 'govuk-hint'
    if (isLost) this.line.setAttribute('role', 'alert')
    else this.line.removeAttribute('role')
    if (this.line.textContent !== text) this.line.textContent = text
  }
}

export function keepDrafts (scope) {
  for (const form of scope.querySelectorAll('form[method="post"]')) {
    if (form.querySelector('input[name="form_token"]') && !form.dataset.drafts) {
      form.dataset.drafts = 'on'
      writers.push(new Writer(form))
    }
  }
}

function saveAll () {
  for (const writer of writers) if (writer.waits) writer.save()
}

// A form that is sent needs no draft any more. What waits in another one is kept before this one leads away:
// signing out would come first otherwise.
document.addEventListener('submit', event => {
  const form = event.target
  const own = writers.find(writer => writer.form === form)
  if (own) {
    own.stop()
    if (own.holds(event.submitter)) {
      event.preventDefault()
      event.stopImmediatePropagation()
      return
    }
  }
  const others = writers.filter(writer => writer.form !== form && writer.waits)
  if (!others.length || form.method !== 'post') return
  event.preventDefault()
  const saved = Promise.all(others.map(writer => writer.save()))
  Promise.race([saved, new Promise(resolve => setTimeout(resolve, 2000))]).then(() => form.requestSubmit(event.submitter))
}, true)

window.addEventListener('online', () => { for (const writer of writers) if (writer.isLost) writer.save() })
window.addEventListener('pagehide', saveAll)
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') saveAll() })

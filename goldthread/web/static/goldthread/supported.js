// First in the body: tells the style sheet that scripts run here, before anything is drawn.
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('js-enabled', 'govuk-frontend-supported')
}

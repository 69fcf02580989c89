// A chart as a picture: its own drawing, painted by the browser at twice its size. Nothing leaves the page.
const FAILED = 'The picture could not be made. Download the chart as SVG.'

function fileName (svg) {
  const title = svg.querySelector('title')?.textContent ?? ''
  return (title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'chart') + '.png'
}

// What a style sheet hides on the page, words for hover and focus, is left out of the picture.
function still (svg) {
  const copy = svg.cloneNode(true)
  for (const part of copy.querySelectorAll('.gt-chart__at')) part.remove()
  return new XMLSerializer().serializeToString(copy)
}

async function paint (svg) {
  const { width, height } = svg.viewBox.baseVal
  const picture = new Image(width * 2, height * 2)
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(still(svg))}`
  await picture.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => canvas.toBlob(blob => blob ? resolve(blob) : reject(new Error(FAILED)), 'image/png'))
}

export function offerPictures (scope) {
  for (const button of scope.querySelectorAll('[data-png]')) {
    const svg = document.querySelector(`#${CSS.escape(button.dataset.png)} .gt-scroll > svg`)
    if (!svg || !button.hidden) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      try {
        const link = document.createElement('a')
        link.href = URL.createObjectURL(await paint(svg))
        link.download = fileName(svg)
        link.click()
        setTimeout(() => URL.revokeObjectURL(link.href), 1000)
      } catch {
        button.replaceWith(FAILED)
      }
    })
  }
}

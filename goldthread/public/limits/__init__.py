"""How often the public's forms may be begun and sent, so that nobody floods them and nobody is locked out."""

"""*Certificación para desarrolladores*: the course of one company's case, page by page as the public guide tells it."""

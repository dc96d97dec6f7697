"""Letters as e-mail: rendered, composed, delivered. Which letter to send, and when, is decided elsewhere."""

"""The rules of the product, by part: each with its default, what it changes and where the default comes from."""

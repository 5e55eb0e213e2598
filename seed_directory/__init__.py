"""The county's directory as files, and the loader that reads them."""

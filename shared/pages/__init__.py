"""What every page shares: rendering and its headers, the stylesheet, forms and their faults, words for people."""

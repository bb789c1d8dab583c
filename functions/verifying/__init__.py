"""The verifier's link: a page for a browser, JSON for a client; opening it changes nothing, deciding is a POST."""

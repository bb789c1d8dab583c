"""Following course runs: the list, one of them whole, its results and its history."""

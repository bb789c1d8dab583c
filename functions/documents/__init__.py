"""Where everything is: the Administration page's list, one course run, its history, a consignment."""

"""What somebody is told, on a page and by letter, because it concerns them."""

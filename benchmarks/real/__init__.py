"""Real years of real places, as the folder `shared/` beside the project holds them."""

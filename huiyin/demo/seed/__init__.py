"""A believable district, modelled on a street whose station wrote about its year. All people are invented."""

"""How the four demo translation models in ``models/demo`` are made: corpus, augmentation, pieces, network."""

"""What the data sets say about a lesion, in the terms of the lexicon. -1 means: not said."""

SHAPE = ["oval", "round", "irregular"]
ORIENTATION = ["parallel", "not_parallel"]
MARGIN = ["circumscribed", "not_circumscribed"]
DETAIL = ["indistinct", "angular", "microlobulated", "spiculated"]
ECHO = ["anechoic", "hyperechoic", "complex_cystic_solid", "hypoechoic", "isoechoic", "heterogeneous"]
POSTERIOR = ["none", "enhancement", "shadowing", "combined"]
CALCIFICATIONS = ["none", "in_mass"]
CATEGORY = ["2", "3", "4A", "4B", "4C", "5"]

# One row of integers for each image: columns and where they start.
COLUMNS = ["malignant", "shape", "margin", "echo", "posterior", "calcifications"]
DETAIL_AT = len(COLUMNS)
ORDINAL_AT = DETAIL_AT + len(DETAIL)
WIDTH = ORDINAL_AT + len(CATEGORY) - 1
UNKNOWN = [-1] * WIDTH


def index(terms, term):
    return terms.index(term) if term in terms else -1


def ordinal(category):
    """Answers to 'is it above 2, 3, 4A, 4B, 4C?'; an undivided 4 leaves the middle ones open."""
    if category == "4":
        return [1, 1, -1, -1, 0]
    rank = index(CATEGORY, category)
    return [-1] * 5 if rank < 0 else [int(rank > cut) for cut in range(5)]


def row(malignant=-1, shape="", margin="", details=None, echo="", posterior="", calcifications="", category=""):
    detail = [-1] * len(DETAIL)
    if margin == "not_circumscribed" and details is not None:
        detail = [int(term in details) for term in DETAIL]
    return [
        malignant, index(SHAPE, shape), index(MARGIN, margin), index(ECHO, echo),
        index(POSTERIOR, posterior), index(CALCIFICATIONS, calcifications), *detail, *ordinal(category),
    ]


def from_breast(record):
    """A row of the BrEaST sheet."""
    margin = str(record.Margin)
    free = margin.startswith("not circumscribed")
    return row(
        malignant={"malignant": 1, "benign": 0}.get(record.Classification, -1),
        shape=record.Shape,
        margin="not_circumscribed" if free else margin,
        details=margin.split(" - ")[-1].split("&") if free else None,
        echo={"complex cystic/solid": "complex_cystic_solid"}.get(record.Echogenicity, record.Echogenicity),
        posterior={"no": "none"}.get(record.Posterior_features, record.Posterior_features),
        calcifications={"no": "none", "in a mass": "in_mass"}.get(record.Calcifications, ""),
        category=str(record.BIRADS).upper())


def from_busbra(record):
    """A row of the BUS-BRA sheet, which has no descriptors."""
    return row(malignant=int(record.Pathology == "malignant"), category=str(record.BIRADS))


def from_simulation(truth):
    """The truth of one rendered frame."""
    return row(
        malignant=truth["malignant"], shape=truth["shape"], margin=truth["margin"], details=truth["details"],
        echo=truth["echo"], posterior=truth["posterior"], calcifications=truth["calcifications"])

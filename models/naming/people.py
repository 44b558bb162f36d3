"""Article -> the people and parties it names, and the first full form of each.

In: the article. Out: its language's `Names` (`roster`). What is a name is seen by how it is written.
"""

from models.article import Article
from models.language import table
from models.naming import people_en, people_ko, people_zh
from models.naming.roster import Names


def find(article: Article) -> Names:
    """All names of an article."""
    body = "\n".join(article.paragraphs)
    code = table(article.language).code
    if code == "en":
        return people_en.find(body)
    if code == "ko":
        return people_ko.find(article, body)
    return people_zh.find("\n".join((article.title, *article.paragraphs)))

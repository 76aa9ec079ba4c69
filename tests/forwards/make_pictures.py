"""Draw the screenshots of pictures.yaml with Chromium; run by hand, not by the tests: python tests/forwards/make_pictures.py [ID...].

The pages imitate, freely drawn, what a telephone and a computer show; nothing of LinkedIn's is in them.
"""

import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from ruamel.yaml import YAML

HERE = Path(__file__).parent
LONGEST_SIDE = 1280
"""Pixels to which Telegram scales a picture that is not sent as a file."""

WORDS = {
    "fr": {
        "search": "Recherche", "contact": "Coordonnées", "about": "Infos", "experience": "Expérience", "education": "Formation",
        "nav": ["Accueil", "Réseau", "Publier", "Notifications", "Emplois"],
        "top": ["Accueil", "Réseau", "Offres d'emploi", "Messagerie", "Notifications", "Vous"],
        "invitations": "Invitations", "tabs": ["Reçues", "Envoyées"], "all": "Tout afficher",
        "accept": "Accepter", "ignore": "Ignorer", "reply": "Répondre à", "more": "… voir plus",
        "rail": "Autres profils pour vous", "language": "Langue du profil", "known": "Personnes que vous pourriez connaître",
        "connect": "Se connecter", "write": "Rédigez un message…", "today": "AUJOURD'HUI", "messaging": "Messagerie",
        "profile": "Voir le profil", "manage": "Gérer", "network": "Gérer mon réseau", "friends": "Relations",
        "pages": "Pages", "events": "Événements", "speaks": "Français",
    },
    "en": {
        "search": "Search", "contact": "Contact info", "about": "About", "experience": "Experience", "education": "Education",
        "nav": ["Home", "My Network", "Post", "Notifications", "Jobs"],
        "top": ["Home", "My Network", "Jobs", "Messaging", "Notifications", "Me"],
        "invitations": "Invitations", "tabs": ["Received", "Sent"], "all": "Show all",
        "accept": "Accept", "ignore": "Ignore", "reply": "Reply to", "more": "…see more",
        "rail": "More profiles for you", "language": "Profile language", "known": "People you may know",
        "connect": "Connect", "write": "Write a message…", "today": "TODAY", "messaging": "Messaging",
        "profile": "View profile", "manage": "Manage", "network": "Manage my network", "friends": "Connections",
        "pages": "Pages", "events": "Events", "speaks": "English",
    },
}  # fmt: skip
THEMES = {
    "light": {"page": "#f4f2ee", "card": "#fff", "ink": "#191919", "soft": "#666", "line": "#dcdad5", "blue": "#1762a8", "note": "#f0efec"},
    "dark": {"page": "#000", "card": "#1d2226", "ink": "#f0f0f0", "soft": "#a8abae", "line": "#393d40", "blue": "#74b6f2", "note": "#2d3337"},
}  # fmt: skip
AVATARS = {
    "face": """<defs><radialGradient id="s" cx=".5" cy=".45" r=".6"><stop offset="0" stop-color="#e9bd9b"/><stop offset="1" stop-color="#b87f58"/></radialGradient>
      <linearGradient id="b" x2="0" y2="1"><stop offset="0" stop-color="#8fa6b5"/><stop offset="1" stop-color="#4d5f6b"/></linearGradient></defs>
      <rect width="100" height="100" fill="url(#b)"/><path d="M12 100q4-26 38-26t38 26z" fill="#2b3a55"/><rect x="42" y="62" width="16" height="16" fill="#b07a55"/>
      <ellipse cx="50" cy="44" rx="21" ry="27" fill="url(#s)"/><path d="M28 40q0-26 22-26t22 26q-4-14-22-14t-22 14z" fill="#3a2416"/>
      <path d="M36 38q5-3 10 0M54 38q5-3 10 0" stroke="#2c1a10" stroke-width="2.4" fill="none"/><ellipse cx="41" cy="43" rx="4" ry="2.3" fill="#f4eee8"/>
      <ellipse cx="59" cy="43" rx="4" ry="2.3" fill="#f4eee8"/><circle cx="41" cy="43" r="2.1" fill="#20140d"/><circle cx="59" cy="43" r="2.1" fill="#20140d"/>
      <path d="M50 44l-4 11q4 2.500 8 0" fill="#c78f69"/><path d="M41 61q9 6 18 0q-9-2-18 0z" fill="#93413b"/>""",
    "silhouette": """<rect width="100" height="100" fill="#c9d3db"/><circle cx="50" cy="38" r="19" fill="#7f8f9c"/>
      <path d="M14 100q0-38 36-38t36 38z" fill="#7f8f9c"/>""",
    "landscape": """<defs><linearGradient id="k" x2="0" y2="1"><stop offset="0" stop-color="#6fb2e8"/><stop offset="1" stop-color="#f4d9a8"/></linearGradient></defs>
      <rect width="100" height="100" fill="url(#k)"/><circle cx="70" cy="30" r="10" fill="#fff3c4"/><path d="M0 70l25-26 22 20 26-32 27 36v32H0z" fill="#3f6d54"/>
      <path d="M0 84q30-14 55 0t45-4v20H0z" fill="#2a4a39"/>""",
    "drawing": """<rect width="100" height="100" fill="#ffd84a"/><circle cx="50" cy="52" r="30" fill="#fff" stroke="#111" stroke-width="3"/>
      <path d="M22 44q28-46 56 0" fill="#e0457b" stroke="#111" stroke-width="3"/><circle cx="40" cy="50" r="3" fill="#111"/><circle cx="60" cy="50" r="3" fill="#111"/>
      <path d="M38 64q12 12 24 0" stroke="#111" stroke-width="3" fill="none"/>""",
}  # fmt: skip


def avatar(kind: str, size: float) -> str:
    """Return an avatar, `size` in em of the body."""
    return f'<svg class=avatar style="width:{size}em;height:{size}em" viewBox="0 0 100 100">{AVATARS[kind]}</svg>'


def style(screen: dict[str, Any]) -> str:
    colours = THEMES[screen["theme"]]
    return (
        "*{box-sizing:border-box;margin:0}body{font-family:'%s',sans-serif;font-size:%spx;line-height:1.4;background:%s;color:%s}"
        % (screen["font"], screen.get("base", 16), colours["page"], colours["ink"])
        + ".avatar{border-radius:50%%;flex:none;display:block}.soft{color:%s;font-size:.875em}.blue{color:%s;font-weight:600}"
        % (colours["soft"], colours["blue"])
        + ".card{background:%s;padding:1em;margin-bottom:.5em;position:relative}.line{border-bottom:1px solid %s}" % (colours["card"], colours["line"])
        + "h1{font-size:1.4em;font-weight:600;line-height:1.25}h2{font-size:1.2em;font-weight:600;margin-bottom:.5em}.row{display:flex;gap:.75em;align-items:center}"
        + ".button{border:1px solid %s;color:%s;border-radius:1.2em;padding:.25em 1em;font-weight:600}" % (colours["blue"], colours["blue"])
        + ".full{background:%s;color:%s}.grow{flex:1;min-width:0}.bar{background:%s;border-bottom:1px solid %s}"
        % (colours["blue"], colours["card"], colours["card"], colours["line"])
        + ".box{background:%s;border-radius:.3em;padding:.35em .8em;color:%s}.bold{font-weight:600}.circle{width:2.4em;height:2.4em;border:1px solid %s;"
        "border-radius:50%%;display:flex;align-items:center;justify-content:center;flex:none}" % (colours["note"], colours["soft"], colours["soft"])
        + ".note{background:%s;border-radius:.5em;padding:.6em .8em;margin-top:.5em}.cover{height:5.5em;background:linear-gradient(120deg,#7c98a8,#b9a98c)}"
        % colours["note"]
        + ".fixed{position:fixed;bottom:0;left:0;right:0}.small{font-size:.7em}.centre{text-align:center}.round{border-radius:.5em;overflow:hidden}"
    )  # fmt: skip


def status() -> str:
    battery = '<span style="display:inline-block;width:1.6em;height:.75em;border:1px solid;border-radius:.2em"></span>'
    return f'<div class="bar row" style="padding:.3em 1.2em;border:0"><b class=grow>9:41</b><span class=soft>5G</span>{battery}</div>'


def icon() -> str:
    return '<span style="display:inline-block;width:1.2em;height:1.2em;border:2px solid;border-radius:.3em"></span>'


def bottom(words: dict[str, Any]) -> str:
    entries = "".join(f"<div class='grow centre small'>{icon()}<br>{escape(word)}</div>" for word in words["nav"])
    return f'<div class="bar row fixed" style="padding:.4em .3em .8em;gap:0">{entries}</div>'


def phone_search(text: str) -> str:
    return f'<div class="bar row" style="padding:.5em .8em"><span style="font-size:1.3em">←</span><div class="box grow">{escape(text)}</div>⚙</div>'


def name_line(shows: dict[str, Any]) -> str:
    return f"<h1>{escape(shows['name'])} <span class=soft style='font-weight:400;font-size:.65em'>· {shows['degree']}</span></h1>"


def buttons(names: list[str]) -> str:
    made = "".join(
        f"<span class='button {'full' if at == 0 else ''}'>{escape(name)}</span>" for at, name in enumerate(names)
    )
    return f'<div class=row style="margin-top:.8em;gap:.5em">{made}</div>'


def sections(shows: dict[str, Any], words: dict[str, Any]) -> str:
    parts = []
    if "about" in shows:
        parts.append(f"<div class='card round'><h2>{words['about']}</h2><p>{escape(shows['about'])}</p></div>")
    for key in ("experience", "education"):
        if key in shows:
            made = []
            for first, *rest in shows[key]:
                lines = "".join(
                    f"<p class={'soft' if at else 'plain'}>{escape(line)}</p>" for at, line in enumerate(rest) if line
                )
                logo = '<span style="width:3em;height:3em;background:#8a93a0;flex:none"></span>'
                made.append(
                    f"<div class=row style='align-items:flex-start;margin-bottom:.8em'>{logo}<div><p class=bold>{escape(first)}</p>{lines}</div></div>"
                )
            parts.append(f"<div class='card round'><h2>{words[key]}</h2>{''.join(made)}</div>")
    return "".join(parts)


def counts(shows: dict[str, Any]) -> str:
    return " &nbsp;·&nbsp; ".join(
        f"<span class=blue>{escape(shows[key])}</span>" for key in ("followers", "connections") if key in shows
    )


def mutual(text: str | None, shift: str = "") -> str:
    if not text:
        return ""
    heads = "".join(
        f"<span style='display:inline-block;width:1.4em;height:1.4em;border-radius:50%;background:{c};margin-right:-.4em'></span>"
        for c in ("#b58d6e", "#6e8fb5")
    )
    return f'<div class=row style="margin-top:.4em;gap:.8em;{shift}"><span style="flex:none">{heads}</span><span class=soft>{escape(text)}</span></div>'


def phone_profile(shows: dict[str, Any], words: dict[str, Any]) -> str:
    place = f"<p class=soft>{escape(shows['place'])}</p>"
    at = f"<p style='margin-top:.3em'>{escape(shows['at'])}</p>" if "at" in shows else ""
    return (
        status() + phone_search(shows["name"]) + '<div class=cover></div><div class=card style="padding-top:3.6em">'
        + f'<div style="position:absolute;top:-3.2em;border:.2em solid #fff;border-radius:50%">{avatar(shows["avatar"], 6.2)}</div>'
        + f"{name_line(shows)}<p style='margin-top:.2em'>{escape(shows['headline'])}</p>{at}{place}<p style='margin-top:.4em'>{counts(shows)}</p>"
        + f"{mutual(shows.get('mutual'))}{buttons(shows['buttons'])}</div>{sections(shows, words)}<div style='height:5em'></div>{bottom(words)}"
    )  # fmt: skip


def top(words: dict[str, Any]) -> str:
    entries = "".join(f"<div class='centre small soft'>{icon()}<br>{escape(word)}</div>" for word in words["top"])
    logo = '<span style="width:2em;height:2em;background:#1762a8;border-radius:.2em"></span>'
    return f'<div class=bar><div class=row style="width:86%;margin:0 auto;padding:.4em 0;gap:1.6em">{logo}<div class="box grow">{words["search"]}</div>{entries}</div></div>'


def rail(people: list[list[str]], words: dict[str, Any]) -> str:
    made = "".join(
        f"<div class=row style='align-items:flex-start;margin-bottom:1em'>{avatar('landscape', 3)}<div><p><b>{escape(name)}</b> <span class=soft>· {degree}</span></p>"
        f"<p class=soft style='margin-bottom:.4em'>{escape(headline)}</p><span class=button style='font-size:.9em'>{words['connect']}</span></div></div>"
        for name, degree, headline in people
    )
    return f"<div class='card round'><h2>{words['language']}</h2><p class=soft>{words['speaks']}</p></div><div class='card round'><h2>{words['rail']}</h2>{made}</div>"


def desktop_profile(shows: dict[str, Any], words: dict[str, Any]) -> str:
    at = f"<div style='width:32%' class=bold>{escape(shows['at'])}</div>" if "at" in shows else ""
    place = f"<p class=soft style='margin-top:.3em'>{escape(shows['place'])} · <span class=blue>{words['contact']}</span></p>"
    card = (
        '<div class="card round" style="padding:0"><div class=cover style="height:7em"></div><div style="padding:4em 1.5em 1.5em;position:relative">'
        f'<div style="position:absolute;top:-5em;border:.25em solid #fff;border-radius:50%">{avatar(shows["avatar"], 8.5)}</div>'
        f"<div class=row style='align-items:flex-start'><div class=grow>{name_line(shows)}<p>{escape(shows['headline'])}</p>{place}</div>{at}</div>"
        f"<p style='margin-top:.4em'>{counts(shows)}</p>{mutual(shows.get('mutual'))}{buttons(shows['buttons'])}</div></div>"
    )
    return (
        f"{top(words)}<div class=row style='width:86%;margin:1.4em auto;align-items:flex-start;gap:1.5em'>"
        f"<div class=grow>{card}{sections(shows, words)}</div><div style='width:19em'>{rail(shows.get('rail', []), words)}</div></div>"
    )


def invitation(person: dict[str, Any], words: dict[str, Any], size: float, actions: str) -> str:
    note = (
        f"<div class=note>{escape(person['note'])}</div><p class=blue style='margin-top:.3em'>{words['reply']} {escape(person['name'].split()[0])}</p>"
        if "note" in person
        else ""
    )
    when = f"<p class=soft>{escape(person['when'])}</p>" if "when" in person else ""
    return (
        f"<div class='row line' style='align-items:flex-start;padding:.8em 0'>{avatar(person['avatar'], size)}<div class=grow><p class=bold>{escape(person['name'])}</p>"
        f"<p class=soft style='font-size:.92em'>{escape(person['headline'])}</p>{mutual(person.get('mutual'))}{when}{note}</div>{actions}</div>"
    )


def phone_list(shows: dict[str, Any], words: dict[str, Any]) -> str:
    tabs = "".join(
        f"<div class='grow centre {'blue' if at == 0 else 'soft'}' style='padding:.6em'>{tab}</div>"
        for at, tab in enumerate(words["tabs"])
    )
    actions = "<div class=row style='gap:.5em'><span class=circle>✕</span><span class=circle>✓</span></div>"
    people = "".join(invitation(one, words, 3.6, actions) for one in shows["people"])
    return (
        f"{status()}<div class='bar row' style='padding:.7em 1em'><span style='font-size:1.3em'>←</span><b class=grow style='font-size:1.15em'>{words['invitations']}</b>⚙</div>"
        f"<div class='row bar' style='gap:0'>{tabs}</div><div class=card style='padding:0 1em'>{people}</div>{bottom(words)}"
    )


def desktop_list(shows: dict[str, Any], words: dict[str, Any]) -> str:
    actions = f"<div class=row style='align-self:center'><span class='soft bold'>{words['ignore']}</span><span class=button>{words['accept']}</span></div>"
    people = "".join(invitation(one, words, 4.2, actions) for one in shows["people"])
    others = "".join(
        f"<div class='card round grow centre line' style='padding:1em .6em'><div style='display:flex;justify-content:center'>{avatar('landscape', 4.5)}</div><p class=bold>{escape(name)}</p>"
        f"<p class=soft style='margin-bottom:.6em'>{escape(headline)}</p><span class=button>{words['connect']}</span></div>"
        for name, headline in shows.get("suggestions", [])
    )
    known = f"<div class='card round'><h2>{words['known']}</h2><div class=row>{others}</div></div>" if others else ""
    side = "".join(f"<p class=soft style='padding:.35em 0'>{words[key]}</p>" for key in ("friends", "pages", "events"))
    head = f"<div class='row line' style='padding-bottom:.6em'><span class=grow>{words['invitations']} ({len(shows['people'])})</span><span class='soft bold'>{words['all']}</span></div>"
    return (
        f"{top(words)}<div class=row style='width:86%;margin:1.4em auto;align-items:flex-start;gap:1.5em'><div style='width:14em' class='card round'><h2>{words['network']}</h2>{side}</div>"
        f"<div class=grow><div class='card round'>{head}{people}</div>{known}</div></div>"
    )


def talk(shows: dict[str, Any], words: dict[str, Any]) -> str:
    bubbles = "".join(
        f"<div class=row style='align-items:flex-start;margin-bottom:1em'>{avatar(shows['avatar'], 2.6)}<div><p><b>{escape(shows['name'])}</b> <span class=soft>• 10:12</span></p><p>{escape(text)}</p></div></div>"
        for text in shows["messages"]
    )
    answers = f"<div class=row style='gap:.6em;margin:.6em 0'><span class=button>{words['ignore']}</span><span class='button full'>{words['accept']}</span></div>"
    return f"<p class='centre soft' style='margin:.8em 0'>{words['today']}</p>{bubbles}{answers}"


def talk_head(shows: dict[str, Any]) -> str:
    return f"<div class=grow><p><b>{escape(shows['name'])}</b> <span class=soft>· {shows['degree']}</span></p><p class=soft>{escape(shows['headline'])}</p></div>"


def phone_message(shows: dict[str, Any], words: dict[str, Any]) -> str:
    return (
        f"{status()}<div class='bar row' style='padding:.6em .9em'><span style='font-size:1.3em'>←</span>{talk_head(shows)}⋯</div><div class=card style='min-height:70vh'>{talk(shows, words)}</div>"
        f"<div class='bar fixed' style='padding:.8em'><div class=box>{words['write']}</div></div>"
    )


def desktop_message(shows: dict[str, Any], words: dict[str, Any]) -> str:
    others = "".join(
        f"<div class='row line' style='padding:.7em 0'>{avatar('landscape', 2.8)}<div style='width:9em;height:.7em;background:#9993;border-radius:.3em'></div></div>"
        for _ in range(4)
    )
    return (
        f"{top(words)}<div class=row style='width:86%;margin:1.4em auto;align-items:stretch;gap:0'><div class=card style='width:18em;margin:0'><h2>{words['messaging']}</h2>{others}</div>"
        f"<div class='card grow' style='margin:0 0 0 2px'><div class='row line' style='padding-bottom:.7em'>{talk_head(shows)}</div>{talk(shows, words)}<div class=box style='margin-top:6em'>{words['write']}</div></div></div>"
    )


LOOKS = {
    "phone_profile": phone_profile, "desktop_profile": desktop_profile, "phone_list": phone_list,
    "desktop_list": desktop_list, "phone_message": phone_message, "desktop_message": desktop_message,
}  # fmt: skip


def draw(row: dict[str, Any], folder: Path) -> Any:
    """Render a row's page, in device pixels."""
    screen = row["screen"]
    body = LOOKS[screen["look"]](row["shows"], WORDS[row["language"]])
    scroll = f"body{{margin-top:-{screen.get('scroll', 0)}px}}"
    page, shot = folder / "page.html", folder / "shot.png"
    page.write_text(
        f"<!doctype html><meta charset=utf-8><style>{style(screen)}{scroll}</style><body>{body}", encoding="utf-8"
    )
    width, height = screen["size"]
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars", f"--user-data-dir={folder / 'profile'}",
         f"--window-size={width},{height}", f"--force-device-scale-factor={screen['ratio']}", f"--screenshot={shot}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    drawn = cv2.imread(str(shot))
    assert drawn is not None
    return drawn


def cropped(picture: Any, screen: dict[str, Any]) -> Any:
    x, y, width, height = (round(edge * screen["ratio"]) for edge in screen["crop"])
    return picture[y : y + height, x : x + width]


def photographed(screen: Any, seed: int, tilt: float, noise: float, blur: float, glare: float, moire: float) -> Any:
    """Return a screen as a hand-held camera sees it: on a desk, in perspective, with glare, stripes, blur and noise."""
    chance = np.random.default_rng(seed)
    height, width = screen.shape[:2]
    edge = 0.06
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.sin(columns * 1.9 + rows * 0.35) + np.sin(rows * 2.1 - columns * 0.2)
    seen = screen.astype(np.float32) + (moire * waves)[..., None]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    spread = np.array([width, height], np.float32)
    moved = corners * (1 - 2 * edge) + edge * spread + chance.uniform(-tilt, tilt, (4, 2)).astype(np.float32) * spread
    turn = cv2.getPerspectiveTransform(corners, moved)
    desk = np.full_like(seen, 70) + chance.normal(0, 8, seen.shape).astype(np.float32)
    photo = cv2.warpPerspective(
        seen, turn, (width, height), desk, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
    )
    spot = np.exp(-(((columns - 0.75 * width) / (0.35 * width)) ** 2 + ((rows - 0.2 * height) / (0.2 * height)) ** 2))
    photo += (255 - photo) * (glare * spot)[..., None]
    photo = cv2.GaussianBlur(photo, (0, 0), blur) + chance.normal(0, noise, photo.shape)
    return np.clip(photo, 0, 255).astype(np.uint8)


def scaled(picture: Any) -> Any:
    """Scale a picture down as Telegram does."""
    factor = LONGEST_SIDE / max(picture.shape[:2])
    return picture if factor >= 1 else cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)


def main(wanted: list[str]) -> None:
    """Draw every row, or those whose ids are given."""
    for row in YAML(typ="safe", pure=True).load(HERE / "pictures.yaml"):
        if wanted and row["id"] not in wanted:
            continue
        screen = row["screen"]
        with tempfile.TemporaryDirectory() as folder:
            picture = draw(row, Path(folder))
        if "crop" in screen:
            picture = cropped(picture, screen)
        if "photo" in screen:
            picture = photographed(scaled(picture), **screen["photo"])
        if screen["save"] == "telegram":
            cv2.imwrite(str(HERE / row["file"]), scaled(picture), [cv2.IMWRITE_JPEG_QUALITY, 80])
        else:
            cv2.imwrite(str(HERE / row["file"]), picture, [cv2.IMWRITE_PNG_COMPRESSION, 9])
        print(row["id"], picture.shape)


if __name__ == "__main__":
    main(sys.argv[1:])

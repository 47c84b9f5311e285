"""Lines over two logarithmic axes, as SVG that reads well on light and on dark pages."""

import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 20, 50
COLOURS = ["#2f6fb0", "#c2571a", "#3d8b4f", "#8a5aa8"]


def decades(values):
    """The powers of ten around all values."""
    low = math.floor(math.log10(min(values)))
    high = max(math.ceil(math.log10(max(values))), low + 1)
    return [10.0 ** power for power in range(low, high + 1)]


def log_log(lines, x_title, y_title):
    """`lines`: {name: {x: y}}, all above zero."""
    xs = decades([x for line in lines.values() for x in line])
    ys = decades([y for line in lines.values() for y in line.values()])

    def place(value, ends, start, length):
        low, high = math.log10(ends[0]), math.log10(ends[-1])
        return start + length * (math.log10(value) - low) / (high - low)

    def across(x):
        return place(x, xs, LEFT, WIDTH - LEFT - RIGHT)

    def down(y):
        return place(y, ys, HEIGHT - BOTTOM, TOP + BOTTOM - HEIGHT)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
           'font-family="sans-serif" font-size="12" fill="#808080">']
    for x in xs:
        out.append(f'<text x="{across(x):.0f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{x:,.0f}</text>')
    for y in ys:
        out.append(f'<path d="M{LEFT} {down(y):.0f}H{WIDTH - RIGHT}" stroke="#80808060"/>'
                   f'<text x="{LEFT - 8}" y="{down(y) + 4:.0f}" text-anchor="end">{y:g}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 10}" text-anchor="middle">'
               f'{escape(x_title)}</text>')
    out.append(f'<text transform="translate(16 {(TOP + HEIGHT - BOTTOM) / 2:.0f}) rotate(-90)" '
               f'text-anchor="middle">{escape(y_title)}</text>')
    for colour, (name, line) in zip(COLOURS, lines.items()):
        points = [(across(x), down(y)) for x, y in sorted(line.items())]
        out.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="'
                   + " ".join(f"{x:.0f},{y:.0f}" for x, y in points) + '"/>')
        out += [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{colour}"/>' for x, y in points]
        x, y = points[-1]
        out.append(f'<text x="{x + 10:.0f}" y="{y + 4:.0f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join(out) + "\n</svg>\n"

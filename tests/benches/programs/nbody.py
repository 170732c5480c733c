"""Bodies under gravity: float arithmetic on attributes of lists, pair by pair."""

N = 15_000

DAY = 365.24
SUN = 39.47841760435743


def bodies():
    """Made-up planets around a sun: place, velocity and mass."""
    system = [[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], SUN]]
    for k in range(1, 5):
        distance = 2.0 + 7.0 * k
        speed = (SUN / distance) ** 0.5
        place = [distance * 0.6, distance * 0.8, 0.1 * k]
        velocity = [-speed * 0.8, speed * 0.6, 0.01 * k]
        system.append([place, velocity, SUN * 0.001 / k])
    return system


def energy(system):
    total = 0.0
    for i, (p, v, m) in enumerate(system):
        total += 0.5 * m * (v[0] ** 2 + v[1] ** 2 + v[2] ** 2)
        for q, _, other in system[i + 1 :]:
            total -= m * other / sum((a - b) ** 2 for a, b in zip(p, q)) ** 0.5
    return total


def advance(pairs, system, step, times):
    for _ in range(times):
        for (p, v, m), (q, w, n) in pairs:
            dx = p[0] - q[0]
            dy = p[1] - q[1]
            dz = p[2] - q[2]
            pull = step / (dx * dx + dy * dy + dz * dz) ** 1.5
            a = n * pull
            b = m * pull
            v[0] -= dx * a
            v[1] -= dy * a
            v[2] -= dz * a
            w[0] += dx * b
            w[1] += dy * b
            w[2] += dz * b
        for p, v, _ in system:
            p[0] += step * v[0]
            p[1] += step * v[1]
            p[2] += step * v[2]


def main(n):
    system = bodies()
    pairs = [(a, b) for i, a in enumerate(system) for b in system[i + 1 :]]
    before = energy(system)
    advance(pairs, system, 0.01, n)
    return round(before, 9), round(energy(system), 9)

/** Places that more than one entry has, with these in their order: few, but where parts were merged. */
export function sharedPlaces(places: readonly string[]): Map<string, number[]> {
  const firsts = new Map<string, number>()
  const shared = new Map<string, number[]>()
  places.forEach((place, entry) => {
    const first = firsts.get(place)
    if (first === undefined) {
      firsts.set(place, entry)
      return
    }
    const list = shared.get(place) ?? [first]
    list.push(entry)
    shared.set(place, list)
  })
  return shared
}

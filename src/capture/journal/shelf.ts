/** Something that may be taken out again. */
export interface Removable {
  readonly isGone: boolean
}

/** Things in the order in which they came. Taking any of them out costs the same, however many there are. */
export interface Shelf<Item extends Removable> {
  readonly size: number
  add(item: Item): void
  /** To be called once for each item whose `isGone` has become true. */
  noteGone(): void
  /** The first that fits, found without looking at those that went before it. */
  first(fits: (item: Item) => boolean): Item | undefined
  all(): readonly Item[]
}

/** So few are left lying; above that, half of the space at most. */
const fewGone = 32

export function createShelf<Item extends Removable>(): Shelf<Item> {
  let items: Item[] = []
  let gone = 0
  let head = 0
  const present = () => items.filter((item) => !item.isGone)
  return {
    get size() {
      return items.length - gone
    },
    add: (item) => {
      items.push(item)
    },
    noteGone: () => {
      gone += 1
      if (gone <= fewGone || gone * 2 < items.length) return
      items = present()
      gone = 0
      head = 0
    },
    first: (fits) => {
      while (items[head]?.isGone) head += 1
      for (let index = head; index < items.length; index++) {
        const item = items[index]
        if (item !== undefined && !item.isGone && fits(item)) return item
      }
      return undefined
    },
    all: present,
  }
}

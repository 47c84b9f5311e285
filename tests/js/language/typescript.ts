enum Color { Red, Green = 5, Blue }
interface Named { name: string; size?: number }
type Pair<T, U = T> = [T, U];
abstract class Base<T> { constructor(protected readonly value: T, public label: string = 'none') {} abstract show(): string; }
class Item extends Base<number> implements Named {
  private static made = 0;
  name = 'item';
  show(this: Item): string { return `${this.label}:${this.value}:${++Item.made}`; }
}
namespace Space { export const inner = 'namespaced'; }
function identity<T extends object | string>(x: T): T { return x; }
const pair: Pair<string> = ['a', 'b'];
console.log(Color[5], String(Color.Blue), new Item(3, 'l').show(), new Item(4).show());
console.log(Space.inner, identity('id'), pair.join(), (<any>'cast').length + '', ({ x: 1 } satisfies object).x + '');

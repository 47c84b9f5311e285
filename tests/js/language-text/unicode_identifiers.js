// Identifiers of every script, joiners and characters outside the basic plane.
const größe = 1, 名前 = 'x', ℘ = 2, 𠮷 = 3, a‌b = 4;
const object = {größe, 𠮷: 5, get ℮() { return 6; }, \u0061\u{62}c: 7};
class Ωmega { #℘rivate = 8; 𝒎ethod() { return this.#℘rivate; } }
console.log(größe, 名前, ℘, 𠮷, a‌b, Object.keys(object).join(), object.𠮷, object.℮, object.abc, new Ωmega().𝒎ethod());

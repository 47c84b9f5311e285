// setInterval repeats until it is cleared, from inside as well; clearTimeout does as well.
let count = 0;
const id = setInterval(step => {
  count += step;
  if (count === 6) {
    clearTimeout(id);
    setTimeout(() => console.log(count), 30);
  }
}, 1, 2);
const once = setInterval(() => {
  clearInterval(once);
  console.log('once');
}, 0);
for (const wrong of [() => setTimeout(), () => queueMicrotask('text')]) {
  try {
    wrong();
  } catch (error) {
    console.log(error.name);
  }
}

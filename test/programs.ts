/** Generated programs in what the scripts are written in: every form of statement, and what library.d.ts has. */
import vm from 'node:vm'
import { transformSync } from 'esbuild'
import fc from 'fast-check'
import { lower } from '../build/pipyjs/index.ts'

/** The kinds of text that programs are put together from. */
interface Parts {
  number: string
  text: string
  list: string
  object: string
  condition: string
  step: string
  block: string
  body: string
}

/** A form has a capital letter where one of these parts stands. */
const HOLES: { readonly [letter: string]: keyof Parts } = {
  N: 'number',
  T: 'text',
  L: 'list',
  O: 'object',
  C: 'condition',
  B: 'block',
}

/** All expressions share one depth, so that programs stay small. */
const DEPTH = { maxDepth: 3, depthIdentifier: 'expression', withCrossShrink: true }

/**
 * Over the numbers a, b, the locals x, y, t, the list l, the object o that may be absent, and the text s,
 * as TypeScript allows them: undefined in a sum is NaN, and in Pipy before 1.5 it is 0.
 * No number is minus zero, which Pipy since 0.90 prints as `-0`.
 */
const { body } = fc.letrec<Parts>(tie => {
  const form = (shape: string): fc.Arbitrary<string> =>
    fc
      .tuple(
        ...shape
          .trim()
          .split(/\b([NTLOCB])\b/)
          .map((piece, index) => {
            const part = index % 2 === 1 ? HOLES[piece] : undefined
            return part ? tie(part) : fc.constant(piece)
          }),
      )
      .map(pieces => pieces.join(''))
  const forms = (lines: string): fc.Arbitrary<string>[] => lines.trim().split('\n').map(form)
  const expression = (simple: readonly string[], lines: string) =>
    fc.oneof(DEPTH, fc.constantFrom(...simple), ...forms(lines))
  return {
    number: expression(
      ['a', 'b', 'x', 'y', '1', '2', 'l.length', 's.length', '(o?.p.q ?? 7)', '(a ?? b)'],
      `
      (N + N)
      (N - N)
      (N * N + 0)
      (N % 3 + 0)
      (C ? N : N)
      (C ? N : C ? N : N)
      (C ? x = N : y = N)
      (C ? () => N : (k) => k)(2)
      ((N % 3) ** 2)
      (o?.["p"]?.q ?? N)
      ((k) => { k ??= N; return k })(o?.p.q)
      ({ f(k) { const m = k + N; return m } }).f(1)
      (() => { const twice = double(N); return twice; function double(k) { return k + k } })()
      L.map((item) => { const part = item + N; return part * 2 }).concat([N])[0]
      ((k) => { if (k > 1) return k; return 0 - k })(N)
      ((k, m = k + 1) => { const { p, r: [q] } = { p: k, r: [m, 2] }; return p + q })(N)
      L.reduce((sum, item, index) => { if (index > 1) return sum; return sum + item }, N)
      (L.find((item) => item > N) ?? N)
      L.findIndex((item) => item === N)
      L.indexOf(N)
      T.length
      T.indexOf(T)
      T.indexOf("a", 1)
      (T + "ab").codePointAt(1)
      (T + "a").charCodeAt(0)
      Math.max(N, N)
      Math.min(N, N)
      Math.floor(N)
      Number(\`\${N}\`)
      Object.values(O).length
      (O["p"] ?? N)
    `,
    ),
    text: expression(
      ['s', 't', '""', '"a"', '"b"', '"ab-a"', '" a "', '"A\\n"', '`${a}`', '`\\`\\${${s}`'],
      `
      (T + T)
      \`\${T}-\${N}\`
      (C ? T : T)
      \`\${\`\${T}\`}|\`
      (typeof (C ? N : T))
      T.toUpperCase()
      T.toLowerCase()
      T.trim()
      T.substring(N)
      T.substring(N, N)
      (T + "a").charAt(0)
      T.replaceAll("a", T)
      T.replaceAll("ab", "-")
      T.padStart(6, "-+")
      "ab".repeat(Math.max(0, Math.min(3, N)))
      T.split("a").join("+")
      T.split("").map((letter, index) => { const at = index * 2; return \`\${letter}\${at}\` }).join()
      L.join("-")
      L.map((item) => \`<\${item}>\`).join("")
      Object.keys(O).join()
      Object.entries(O).map(([key, value]) => \`\${key}=\${value}\`).join("&")
    `,
    ),
    list: expression(
      ['l', '[]', '[1]', '[a, b]'],
      `
      [N, N]
      [...L]
      [...L, N]
      [N, ...L, ...L]
      L.concat(L)
      L.concat([N], L)
      L.slice(1)
      L.slice(0, 1)
      L.filter((item) => item > N)
      L.map((item, index) => item - index)
      L.flatMap((item) => { if (item > 1) return []; return [item, ...l] })
      (C ? L : L)
      Object.values(O)
      Object.entries(O).map((pair) => { const [key, value] = pair; return key === "p" ? value : 0 })
    `,
    ),
    object: expression(
      ['{}', '{ p: 1 }'],
      `
      { p: N, "q-r": N }
      { ...O, p: N }
      { [\`k\${T.length}\`]: N }
      Object.fromEntries(Object.entries(O).filter(([key]) => key !== "p"))
      Object.fromEntries(L.map((item) => [\`k\${item}\`, item]))
    `,
    ),
    condition: expression(
      ['a > b', 'o?.p.q === undefined', 's === "a"'],
      `
      N < N
      N > N
      N === N
      N !== N
      T === T
      T < T
      "p" in O
      (C && C)
      (C || C)
      !(C)
      T.includes(T)
      T.startsWith(T)
      T.endsWith(T)
      L.includes(N)
      L.every((item) => item > N)
      L.some((item) => { const half = item - 1; return half > N })
      new RegExp("^[ab]+$").test(T)
    `,
    ),
    step: fc.oneof(
      { maxDepth: 3 },
      ...forms(`
      x = N;
      y += N;
      x -= N;
      y *= N; y += 0;
      t = T;
      t += T;
      log.push(N);
      log.push(T);
      log.push(L);
      log.push(O);
      if (C) B
      if (C) B else B
      if (C) B else if (C) B
      for (const item of L) { const twice = item * 2; x = x + twice; B }
      for (const [key, value] of Object.entries(O)) { log.push(key); y = value; }
    `),
    ),
    block: fc
      .array(fc.oneof({ maxDepth: 2 }, tie('step'), fc.constant('x = x + 1;')), { maxLength: 3 })
      .map(steps => `{ ${steps.join(' ')} }`),
    body: fc
      .tuple(
        fc.array(
          fc.oneof(
            tie('step'),
            ...forms(`
      { const local = N; x = local; }
      { const [first, second] = [N, N]; x = first; y = second; }
      if (C) return N;
      if (C) { if (C) return N; return y; }
      if (C) { y = N; log.push(y); return N; }
      if (C) { log.push(0); return N; } else B
      if (C) B else { return N; }
    `),
          ),
          { maxLength: 6 },
        ),
        fc.constantFrom('', 'return y;', 'return t;'),
      )
      .map(([steps, end]) => [...steps, 'log.push(x + q);', end].join('\n    ')),
  }
})

const small = fc.integer({ min: -3, max: 3 })

/** A function without parameters that gives what its program returned and logged, as a text. */
export const program: fc.Arbitrary<string> = fc
  .tuple(body, small, small, fc.boolean(), fc.constantFrom('', 'a', 'ba-ab'))
  .map(
    ([text, a, b, withObject, s]) => `() => {
  const log = [];
  const run = (a, b, l, o, s) => {
    let x = a; let y = b; let t = s; const { p: { q } } = o ?? { p: { q: 0 } };
    ${text}
  };
  const result = run(${a}, ${b}, [1, 2], ${withObject ? '{ p: { q: 3 } }' : 'undefined'}, "${s}");
  return JSON.stringify([result ?? "nothing", ...log]);
}`,
  )

/** A module of programs as esbuild writes it; `value` is its default export. */
export const moduleOf = (programs: readonly string[], value: string): string =>
  transformSync(
    `var programs = [\n${programs.join(',\n')}\n];\nvar main_default = ${value};\nexport { main_default as default };`,
    {
      format: 'esm',
      target: 'es2020',
      charset: 'utf8',
    },
  ).code

/** A module lowered. */
export const lowered = (source: string): string => {
  const result = lower(source)
  if ('refusals' in result)
    throw new Error(result.refusals.map(refusal => refusal.message).join('\n'))
  return result.code
}

/** The value of a module's default export, as it was written. */
export const before = (source: string): unknown =>
  vm.runInNewContext(source.replace(/export \{\s*(\w+) as default\s*\};?/, '$1'))
/** … and lowered. */
export const after = (source: string): unknown => vm.runInNewContext(lowered(source))

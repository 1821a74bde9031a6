/**
 * What programs are put together from: the forms of expression and statement that the compiler
 * takes, with what library.d.ts has. A capital letter stands for a part of a kind.
 *
 * They are over the numbers a and b, the locals x, y and t, the list l, the object o that may be
 * absent, and the text s, as TypeScript allows them: undefined in a sum is NaN, and in Pipy before
 * 1.5 it is 0. No number is minus zero, which Pipy since 0.90 prints as `-0`.
 */

/** The kinds of part. */
export type Part = 'number' | 'text' | 'list' | 'object' | 'condition' | 'step' | 'block' | 'body'

/** Those that a form may have, by the letters that stand for them. */
export const HOLES: Readonly<Record<string, Part>> = {
  N: 'number',
  T: 'text',
  L: 'list',
  O: 'object',
  C: 'condition',
  B: 'block',
}

/** Forms of a kind of expression, and what stands where they have gone deep enough. */
export interface Forms {
  readonly simple: readonly string[]
  /** One a line. */
  readonly forms: string
}

/** The forms of each kind of expression. */
export const EXPRESSIONS = {
  number: {
    simple: ['a', 'b', 'x', 'y', '1', '2', 'l.length', 's.length', '(o?.p.q ?? 7)', '(a ?? b)'],
    forms: `
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
  },
  text: {
    simple: ['s', 't', '""', '"a"', '"b"', '"ab-a"', '" a "', '"A\\n"', '`${a}`', '`\\`\\${${s}`'],
    forms: `
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
  },
  list: {
    simple: ['l', '[]', '[1]', '[a, b]'],
    forms: `
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
  },
  object: {
    simple: ['{}', '{ p: 1 }'],
    forms: `
    { p: N, "q-r": N }
    { ...O, p: N }
    { [\`k\${T.length}\`]: N }
    Object.fromEntries(Object.entries(O).filter(([key]) => key !== "p"))
    Object.fromEntries(L.map((item) => [\`k\${item}\`, item]))
    `,
  },
  condition: {
    simple: ['a > b', 'o?.p.q === undefined', 's === "a"'],
    forms: `
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
  },
} satisfies Readonly<Record<string, Forms>>

/** Statements, one a line, that may stand anywhere. */
export const STEPS = `
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
`

/** Statements of a function's own block: its locals, and its early returns. */
export const OUTER_STEPS = `
  { const local = N; x = local; }
  { const [first, second] = [N, N]; x = first; y = second; }
  if (C) return N;
  if (C) { if (C) return N; return y; }
  if (C) { y = N; log.push(y); return N; }
  if (C) { log.push(0); return N; } else B
  if (C) B else { return N; }
`

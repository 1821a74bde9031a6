/** A Pod's manifest: each container's fields are a line, in YAML's flow style. */
export const podText = (name: string, ...containers: string[]): string =>
  [
    'kind: Pod',
    `metadata: {name: ${name}}`,
    'spec:',
    '  containers:',
    ...containers.map(fields => `    - {${fields}}`),
    '',
  ].join('\n')

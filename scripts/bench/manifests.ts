/** Manifests to rewrite, of any size. */

/** So many Pods, each with an httpGet and a tcpSocket probe. */
export const podsOf = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) => `apiVersion: v1
kind: Pod
metadata:
  name: shop-${index}
  labels: { app: shop }
spec:
  containers:
    # The shop itself.
    - name: app
      image: registry.example/shop:1.${index}
      ports:
        - name: web
          containerPort: 8080
      livenessProbe:
        httpGet:
          path: /health
          port: web
      readinessProbe:
        tcpSocket:
          port: 5432
`,
  ).join('---\n')

const DESCRIPTION =
  'What the object is to be: a text of the length that such descriptions have in the field.'

/** Custom resource definitions of about so many bytes, with nothing in them to rewrite. */
export function crdsOf(bytes: number): string {
  const field = (name: string) => `                ${name}:
                  description: "${DESCRIPTION}"
                  type: object
                  properties:
                    replicas: { type: integer, minimum: 0 }
                    selector:
                      type: string
                      pattern: ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$
`
  const crd = (index: number) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things${index}.example.com
spec:
  group: example.com
  names: { kind: Thing${index}, plural: things${index} }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
${Array.from({ length: 120 }, (_, one) => field(`field${one}`)).join('')}`
  const one = crd(0).length
  return Array.from({ length: Math.round(bytes / one) }, (_, index) => crd(index)).join('---\n')
}

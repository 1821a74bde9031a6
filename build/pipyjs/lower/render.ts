/**
 * Expressions of the bundle as the dialect writes them: the text as it stands,
 * with the parts replaced that the dialect has no words for.
 */
import type {
  AnyNode,
  ArrayExpression,
  Function as AnyFunction,
  ObjectExpression,
  Property,
  TemplateElement,
} from 'acorn'
import { lowerFunction } from './functions.ts'
import { children, isFunction, isWrapped } from './syntax.ts'

/** Writes nodes of one bundle as the dialect has them. */
export class Renderer {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }

  /** A node's text, its own parentheses left out, indented as in the source. */
  render(node: AnyNode): string {
    return this.#replacement(node) ?? this.#splice(node)
  }

  /** A node's text where a comma would end it. */
  operand(node: AnyNode): string {
    return node.type === 'SequenceExpression' ? `(${this.render(node)})` : this.render(node)
  }

  /** A node's text where an operator stands beside it. */
  tight(node: AnyNode): string {
    return isLoose(node.type) ? `(${this.render(node)})` : this.render(node)
  }

  /** The blanks before the line on which a node starts. */
  indentOf(node: AnyNode): string {
    const line = this.source.lastIndexOf('\n', node.start - 1) + 1
    return /^ */.exec(this.source.slice(line))?.[0] ?? ''
  }

  #splice(node: AnyNode): string {
    let text = ''
    let at = node.start
    for (const child of children(node)) {
      if (child.start < at) continue
      text += this.source.slice(at, child.start) + this.render(child)
      at = child.end
    }
    return text + this.source.slice(at, node.end)
  }

  #replacement(node: AnyNode): string | undefined {
    if (isFunction(node) && node.body.type === 'BlockStatement')
      return lowerFunction(this, node, node.body, this.indentOf(node))
    if (node.type === 'ConditionalExpression') return this.#conditional(node)
    if (node.type === 'ArrayExpression') return this.#array(node)
    if (node.type === 'ObjectExpression') return this.#object(node)
    if (node.type === 'ChainExpression') return this.#chain(node.expression)
    if (node.type === 'Property' && node.method) return this.#method(node)
    if (
      node.type === 'AssignmentExpression' &&
      !['=', '??=', '||=', '&&='].includes(node.operator)
    ) {
      const name = this.render(node.left)
      return `${name} = ${name} ${node.operator.slice(0, -1)} (${this.render(node.right)})`
    }
    if (node.type === 'Literal' && typeof node.value === 'string')
      return quote(node.value, node.raw ?? '')
    if (node.type === 'TemplateElement') return templateText(node)
    return undefined
  }

  /** esbuild drops parentheses here that Pipy needs. */
  #conditional(node: AnyNode & { type: 'ConditionalExpression' }): string {
    const branch = (child: AnyNode) =>
      isWrapped(child.type) ? `(${this.render(child)})` : this.render(child)
    const [test, consequent, alternate] = [node.test, node.consequent, node.alternate]
    const parts = [
      this.source.slice(test.end, consequent.start),
      this.source.slice(consequent.end, alternate.start),
    ]
    // The text between may hold parentheses of the source, which the branches carry themselves.
    const [question, colon] = parts.map(part => part.replace(/[()]/g, ''))
    // Pipy 0.50 and 0.90 cannot read one choice between the ? and the : of another.
    const chosen =
      consequent.type === 'ConditionalExpression'
        ? `(${this.render(consequent)})`
        : branch(consequent)
    return `${this.tight(test)}${question}${chosen}${colon}${branch(alternate)}`
  }

  /** Pipy has no short circuit of the whole chain: each link after the first `?.` gets its own. */
  #chain(node: AnyNode): string {
    if (node.type === 'CallExpression') {
      const args = node.arguments.map(argument => this.operand(argument)).join(', ')
      return `${this.#chain(node.callee)}${node.optional ? '?.' : ''}(${args})`
    }
    if (node.type !== 'MemberExpression') return this.tight(node)
    const object = this.#chain(node.object)
    const optional = node.optional || (node.object.type !== 'Identifier' && isInChain(node.object))
    const property = this.render(node.property)
    if (node.computed) return `${object}${optional ? '?.' : ''}[${property}]`
    return `${object}${optional ? '?.' : '.'}${property}`
  }

  /** Spread becomes concat: in Pipy 0.50 `[...empty]` has an item, undefined. */
  #array(node: ArrayExpression): string | undefined {
    if (!node.elements.some(element => element?.type === 'SpreadElement')) return undefined
    const parts: string[] = []
    let items: string[] = []
    const close = () => {
      if (items.length > 0) parts.push(`[${items.join(', ')}]`)
      items = []
    }
    for (const element of node.elements) {
      if (element?.type !== 'SpreadElement') {
        items.push(element ? this.operand(element) : '')
        continue
      }
      close()
      parts.push(this.operand(element.argument))
    }
    close()
    return `[].concat(${parts.join(', ')})`
  }

  /**
   * In Pipy the keys of a spread come after those written beside it:
   * what stands behind a spread is assigned later.
   */
  #object(node: ObjectExpression): string | undefined {
    const parts: string[][] = [[]]
    let isBehind = false
    for (const property of node.properties) {
      if (isBehind && property.type === 'Property') parts.push([])
      isBehind = property.type === 'SpreadElement'
      parts.at(-1)?.push(this.render(property))
    }
    if (parts.length === 1) return undefined
    return `Object.assign(${parts.map(part => `{ ${part.join(', ')} }`).join(', ')})`
  }

  #method(node: Property): string {
    const key = this.source.slice(node.key.start, node.key.end)
    const value = this.render(node.value as AnyFunction & AnyNode)
    return `${node.computed ? `[${key}]` : key}: ${value}`
  }
}

/** Whether an expression needs parentheses before an operator, a dot or a question mark. */
const isLoose = (type: string): boolean => isWrapped(type) || type === 'ConditionalExpression'

/** Whether a chain has had its first `?.` by this link. */
const isInChain = (node: AnyNode): boolean => {
  if (node.type === 'MemberExpression') return node.optional || isInChain(node.object)
  return node.type === 'CallExpression' && (node.optional || isInChain(node.callee))
}

/** A string literal with none of the escapes that Pipy lacks. */
const quote = (value: string, raw: string): string =>
  /\\[^nrt\\'"]/.test(raw) ? `"${[...value].map(character => escaped(character)).join('')}"` : raw

const escaped = (character: string): string => {
  const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' }[character]
  if (named) return named
  const code = character.codePointAt(0) ?? 0
  return code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : character
}

/** The text between a template's holes; what Pipy cannot escape in a template goes into a hole. */
const templateText = (node: TemplateElement): string =>
  [...(node.value.cooked ?? '')]
    .map(character => {
      if (character === '`') return '${"`"}'
      if (character === '$') return '${"$"}'
      return character === '"' ? '"' : escaped(character)
    })
    .join('')

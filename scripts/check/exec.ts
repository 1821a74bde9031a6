/** exec probes, which the kubelet runs in the container: what they reach goes through the proxy. */

/** `http://shop:80`, `-addr=shop:80`: a scheme or a flag before a host. */
const ADDRESS = /(?:^|=)(?:[a-z]+:\/\/|-?-?addr=)([^/:]+|\[[^\]]+\])/i
/** This Pod, or a variable that says nothing. */
const LOCAL = /^(localhost|127\.[\d.]+|\[::1?\]|0\.0\.0\.0|\$.*)$/

/** The word of a command that looks like an address outside the Pod; `''` where none does. */
export function outsideAddress(exec: { readonly command?: unknown }): string {
  const { command } = exec
  const words = Array.isArray(command) ? command.map(String).flatMap(word => word.split(/\s+/)) : []
  const isOutside = (word: string) => {
    const host = ADDRESS.exec(word)?.[1]
    return host !== undefined && !LOCAL.test(host)
  }
  return words.find(isOutside) ?? ''
}

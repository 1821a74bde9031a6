/** A server that is asked for its health by gRPC, directly and through the sidecar. */
import type { GrpcApp } from '../e2e/grpcApps.ts'

export interface GrpcRow {
  readonly name: string
  readonly start: () => Promise<GrpcApp>
  readonly service?: string
  /** What the sidecar answers with, and its last words. */
  readonly status: number
  readonly says: RegExp
  /** Where the official JavaScript client knows less than grpc-go, which the kubelet has. */
  readonly isLenient?: boolean
  /**
   * Where no HTTP/2 comes about, the kubelet dials again
   * after a second; the sidecar says so at once.
   */
  readonly isDialledAgain?: boolean
}

export function watchCalls(before: (name: string, args: readonly unknown[]) => void): Promise<() => void>
export function systemError(code: string, syscall: string): NodeJS.ErrnoException

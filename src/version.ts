/** What stands in the manifest. A test holds the version against package.json. */
export const TOOL = {name: 'notion-export-fix', version: '0.1.0'} as const

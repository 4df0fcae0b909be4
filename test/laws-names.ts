/**
 * Design, section 5, rule 3, for titles where it leaves no doubt: one sign alone, not two of them side by side.
 * Undefined for all others.
 */
export function expectedStem(title: string): string | undefined {
  const text = title.normalize('NFC')
  if (/[/\\|:"<>?*.][\s/\\|:"<>?*.]*[/\\|:"<>?*.]/u.test(text)) return undefined
  // Unseen characters, other scripts' joiners and names of devices have rules of their own.
  if (/\p{Cf}|\p{Cc}/u.test(text) || /^(?:con|nul|com1|index|_deep|_notion-export-fix)\b/i.test(text))
    return undefined
  const stem = text
    .replace(/: +/g, ' - ')
    .replace(/^[/\\|:]|[/\\|:]$/g, '')
    .replace(/[/\\|:]/g, '-')
    .replace(/(?<=[\p{L}\p{N}])["<>?*](?=[\p{L}\p{N}])/gu, ' ')
    .replace(/["<>?*]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  return stem === '' || new TextEncoder().encode(stem).length > 200 ? undefined : stem
}

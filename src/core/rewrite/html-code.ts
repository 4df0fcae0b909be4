/** What we take of others for HTML. In a file of ours, so that a bundle holds no more of them than this. */
export {decodeHTMLAttribute} from 'entities/decode'
export {QuoteType, Tokenizer} from 'htmlparser2'

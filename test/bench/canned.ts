import { chunksOf, exchangeBytes, parseReply } from '../fake-kit/raw-http.ts'
import { chatBytes, type Job } from './requests.ts'
import { fakePath } from './rounds.ts'
import type { Canned } from './servers/bare.ts'

/** A reply of the fake, for a server that has nothing else to say. */
export async function cannedReply(port: number, job: Job): Promise<Canned> {
  const bytes = await exchangeBytes(`http://127.0.0.1:${port}`, chatBytes(job, fakePath(job), 'close'))
  const { status, headers, body } = parseReply(bytes)
  if (status !== 200) throw new Error(`the fake refuses the request of the job ${job.name}: ${body}`)
  const writes = job.isStream ? chunksOf(bytes.subarray(bytes.indexOf('\r\n\r\n') + 4)) : [body]
  return {
    path: fakePath(job),
    isStream: job.isStream,
    headers: headers.flatMap(([name = '', value = '']) => [name, name === 'Connection' ? 'keep-alive' : value]),
    writes: writes.map((write) => write.toString('base64')),
  }
}

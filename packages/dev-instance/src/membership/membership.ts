import { inBackground } from '@cartridge-on-kubernetes/process';
import type { Log } from '../log.ts';
import { applyNews, isNews, type Member, type MemberStatus, type Payload, refute } from './member.ts';
import type { Packet } from './packet.ts';
import { Transport } from './transport.ts';

export interface MembershipOptions {
  readonly uri: string;
  readonly cookie: string;
  readonly protocolPeriodSeconds: number;
  readonly ackTimeoutSeconds: number;
  readonly antiEntropyPeriodSeconds: number;
  readonly suspectTimeoutSeconds: number;
  readonly failureDetectionSubgroups: number;
  readonly log: Log;
}

const NEWS_PER_PACKET = 20;
const NEWS_REPEATS = 6;
const EAGER_RECIPIENTS = 16;

/** SWIM: every instance knows which members are alive, suspect, dead or gone, and the payload of each member. */
export class Membership {
  readonly options: MembershipOptions;
  readonly #transport: Transport;
  readonly #members = new Map<string, Member>();
  readonly #news = new Map<string, number>();
  readonly #acks = new Map<number, () => void>();
  readonly #suspicions = new Map<string, NodeJS.Timeout>();
  readonly #listeners: (() => void)[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #round: string[] = [];
  #seq = 0;
  #self: Member;
  suspectTimeoutSeconds: number;

  constructor(options: MembershipOptions, payload: Payload) {
    this.options = options;
    this.suspectTimeoutSeconds = options.suspectTimeoutSeconds;
    this.#self = { uri: options.uri, status: 'alive', incarnation: 1, payload };
    this.#transport = new Transport(options.cookie);
    this.#transport.onPacket = packet => this.#receive(packet);
  }

  async listen(host: string, port: number): Promise<void> {
    await this.#transport.listen(host, port);
    this.#timers.push(
      setInterval(() => this.#inBackground(this.#protocolStep()), this.options.protocolPeriodSeconds * 1000),
    );
    this.#timers.push(setInterval(() => this.#antiEntropy(), this.options.antiEntropyPeriodSeconds * 1000));
  }

  get self(): Member {
    return this.#self;
  }

  /** Every member this instance has ever heard of, and this instance itself. */
  members(): Member[] {
    return [this.#self, ...this.#members.values()];
  }

  member(uri: string): Member | undefined {
    return uri === this.#self.uri ? this.#self : this.#members.get(uri);
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Sends the payload to the other members at once; a member that misses the packet learns it with the next pings. */
  setPayload(change: Partial<Payload>): void {
    const old = this.#self.payload;
    const payload = { alias: null, state: null, uuid: null, leader_uuid: null, ...old, ...change };
    if (JSON.stringify(old) === JSON.stringify(payload)) return;
    this.#self = { ...this.#self, payload, incarnation: this.#self.incarnation + 1 };
    this.#tellEverybody();
    this.#changed();
  }

  /** Pings a URI, known or not; a member that answers is introduced by that. */
  async probe(uri: string): Promise<'answered' | 'no response' | 'ping was not sent'> {
    const seq = ++this.#seq;
    const answer = this.#waitForAck(seq, this.options.ackTimeoutSeconds);
    const isSent = await this.#transport.send(uri, { kind: 'ping', seq, ...this.#envelope(uri) });
    if (!isSent) {
      this.#acks.get(seq)?.();
      return 'ping was not sent';
    }
    return (await answer) ? 'answered' : 'no response';
  }

  /** Ping without waiting: for introductions and broadcasts. */
  introduce(uri: string): void {
    if (uri !== this.#self.uri) this.#inBackground(this.#ping(uri));
  }

  /** Tells the other members of a graceful stop, so that they need not suspect this instance first. */
  async leave(): Promise<void> {
    this.#self = { ...this.#self, status: 'left', incarnation: this.#self.incarnation + 1 };
    await Promise.all(this.#alive().map(member => this.#ping(member.uri)));
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const timer of this.#suspicions.values()) clearTimeout(timer);
    this.#transport.close();
  }

  #alive(): Member[] {
    return [...this.#members.values()].filter(
      member => member.status === 'alive' || member.status === 'suspect',
    );
  }

  /** Dead members are pinged too: one that is back under its URI is noticed without an introduction. */
  async #protocolStep(): Promise<void> {
    if (this.#round.length === 0) this.#round = shuffle([...this.#members.keys()]);
    const uri = this.#round.pop();
    const member = uri === undefined ? undefined : this.#members.get(uri);
    if (member === undefined || member.status === 'left') return;
    if (await this.#ping(member.uri)) return;
    this.#transport.forget(member.uri);
    if (member.status === 'dead' || (await this.#pingThroughOthers(member.uri))) return;
    const current = this.#members.get(member.uri);
    if (current?.status === 'alive') this.#learn({ ...current, status: 'suspect' });
  }

  async #ping(uri: string): Promise<boolean> {
    const seq = ++this.#seq;
    const answer = this.#waitForAck(seq, this.options.ackTimeoutSeconds);
    await this.#transport.send(uri, { kind: 'ping', seq, ...this.#envelope(uri) });
    return answer;
  }

  async #pingThroughOthers(target: string): Promise<boolean> {
    const helpers = shuffle(this.#alive().filter(member => member.uri !== target));
    const seq = ++this.#seq;
    const answer = this.#waitForAck(seq, this.options.ackTimeoutSeconds * 2);
    for (const helper of helpers.slice(0, this.options.failureDetectionSubgroups)) {
      this.#post(helper.uri, { kind: 'relay', seq, target, ...this.#envelope(helper.uri) });
    }
    return answer;
  }

  #waitForAck(seq: number, timeoutSeconds: number): Promise<boolean> {
    return new Promise(resolve => {
      // On a busy machine an answer may have arrived and not be read yet when the timer fires: packets are read first.
      const timer = setTimeout(() => setImmediate(() => setImmediate(finish, false)), timeoutSeconds * 1000);
      const finish = (isAnswered: boolean) => {
        clearTimeout(timer);
        this.#acks.delete(seq);
        resolve(isAnswered);
      };
      this.#acks.set(seq, () => finish(true));
    });
  }

  #antiEntropy(): void {
    const [partner] = shuffle(this.#alive());
    if (partner) this.#sync(partner.uri, true);
  }

  #sync(uri: string, wantsAnswer: boolean): void {
    const everybody = [...this.#members.values()];
    for (let start = 0; start < everybody.length; start += NEWS_PER_PACKET) {
      const news = everybody.slice(start, start + NEWS_PER_PACKET);
      this.#post(uri, { kind: 'sync', from: this.#self, news, wantsAnswer });
    }
  }

  /** Every packet carries the sender, what it thinks of the receiver, and some news. */
  #envelope(uri: string): { from: Member; news: Member[] } {
    const news = [...this.#news.keys()]
      .slice(0, NEWS_PER_PACKET)
      .flatMap(key => this.#members.get(key) ?? []);
    for (const member of news) {
      const left = (this.#news.get(member.uri) ?? 0) - 1;
      if (left <= 0) this.#news.delete(member.uri);
      else this.#news.set(member.uri, left);
    }
    const receiver = this.#members.get(uri);
    if (receiver && !news.includes(receiver)) news.push(receiver);
    return { from: this.#self, news };
  }

  #receive(packet: Packet): void {
    const isNewcomer =
      packet.from.uri !== this.#self.uri && this.#members.get(packet.from.uri)?.status !== 'alive';
    this.#learn(packet.from);
    for (const member of packet.news) this.#learn(member);
    const sender = packet.from.uri;
    switch (packet.kind) {
      case 'ping':
        this.#acknowledge(sender, packet.seq);
        if (isNewcomer && packet.from.status === 'alive') this.#sync(sender, true);
        return;
      case 'ack':
        this.#acks.get(packet.seq)?.();
        return;
      case 'relay':
        this.#inBackground(this.#relay(packet.target, { sender, seq: packet.seq }));
        return;
      case 'sync':
        if (packet.wantsAnswer) this.#sync(sender, false);
        return;
    }
  }

  #learn(told: Member): void {
    if (told.uri === this.#self.uri) {
      const refuted = this.#self.status === 'left' ? null : refute(this.#self, told);
      if (refuted === null) return;
      this.#self = refuted;
      this.#tellEverybody();
      return;
    }
    const known = this.#members.get(told.uri);
    if (!isNews(known, told)) return;
    this.#members.set(told.uri, applyNews(known, told));
    this.#news.set(told.uri, NEWS_REPEATS);
    this.#watchSuspicion(told.uri, told.status);
    this.#changed();
  }

  #watchSuspicion(uri: string, status: MemberStatus): void {
    clearTimeout(this.#suspicions.get(uri));
    this.#suspicions.delete(uri);
    if (status !== 'suspect') return;
    const declareDead = () => {
      const member = this.#members.get(uri);
      if (member?.status === 'suspect') this.#learn({ ...member, status: 'dead' });
    };
    this.#suspicions.set(uri, setTimeout(declareDead, this.suspectTimeoutSeconds * 1000));
  }

  #tellEverybody(): void {
    for (const member of shuffle(this.#alive()).slice(0, EAGER_RECIPIENTS)) this.introduce(member.uri);
  }

  async #relay(target: string, { sender, seq }: { sender: string; seq: number }): Promise<void> {
    if (await this.#ping(target)) this.#acknowledge(sender, seq);
  }

  #acknowledge(uri: string, seq: number): void {
    this.#post(uri, { kind: 'ack', seq, ...this.#envelope(uri) });
  }

  #post(uri: string, packet: Packet): void {
    this.#inBackground(this.#transport.send(uri, packet));
  }

  /** A failure is logged and the work is not repeated: the next round of the protocol makes up for it. */
  #inBackground(work: Promise<unknown>): void {
    inBackground(work, error => this.options.log.error(`Membership: ${error.stack}`, 'main/membership'));
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function shuffle<T>(items: T[]): T[] {
  for (let index = items.length - 1; index > 0; index--) {
    const other = Math.floor(Math.random() * (index + 1));
    [items[index], items[other]] = [items[other] as T, items[index] as T];
  }
  return items;
}
